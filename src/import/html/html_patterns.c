/* SPDX-License-Identifier: MIT */
#include "import/html/html_patterns.h"

const struct html_pattern html_patterns[] = {
	/* vBulletin 5, which says in schema.org's vocabulary that its first post is a question */
	{"li.b-post.js-post", ".js-post__content-text", ".author .b-userinfo",
		"@datetime .b-post__timestamp", HTML_TEXT_AND_ONE},
	/* schema.org; a forum's posting has selectors of its own for the text */
	{"%Comment %UserComments %DiscussionForumPosting %Answer",
		"=text =commentText .comment-content .comment-text .comment-body =description",
		"=author =creator .fn .comment-author",
		"=datePublished =dateCreated =commentTime @datetime", HTML_TEXT},
	/* Stack Exchange */
	{"li.js-comment", ".comment-copy", ".comment-user", ".comment-date", HTML_TEXT_AND_ONE},
	/* WordPress, old and new themes; Drupal, Movable Type and Ghost are similar enough */
	{"li#comment- div#comment- article#comment- section#comment- li#li-comment- div#div-comment- "
	 "li.pingback li.trackback",
		".field--name-comment-body .comment-content .comment-text .comment_text .commenttext "
		".comment-entry "
		".comment-inner-text "
		".comment__content .comment_content .commentcontent .comment-body .field-name-comment-body "
		".comment-container",
		".fn .comment-author .comment_author .commentauthor .comment-author-name .url ~author "
		"~username",
		"@datetime @data-comment-timestamp .comment-date .comment-time .comment-metadata "
		".commentmetadata .comment-meta "
		"~date .published "
		"~time",
		HTML_TEXT_AND_ONE},
	/* Hacker News */
	{"tr.comtr tr.athing.comtr", ".commtext .comment", ".hnuser", ".age",
		HTML_TEXT_AND_ONE | HTML_INDENTED},
	/* Reddit's old layout */
	{"div.thing.comment", ".md .usertext-body", "@data-author .author", "@datetime .live-timestamp",
		HTML_TEXT_AND_ONE},
	/* Reddit's present layout */
	{"shreddit-comment", ".md ^-comment-rtjson-content", "@author", "@created @datetime",
		HTML_TEXT_AND_ONE | HTML_INDENTED},
	/* Reddit's layout between these two, whose classes are hashes that stayed the same for years */
	{"div.Comment", ".RichTextJSON-root", ".wM6scouPXXsFDSZmZPHRo ._23wugcdiaj44hdfugIAlnX",
		"._3yx4Dn0W3Yunucf5sVJeFU", HTML_TEXT_AND_ONE},
	/* YouTube: a thread is its first comment, and the answers are inside it */
	{"ytd-comment-thread-renderer ytd-comment-view-model.ytd-comment-replies-renderer "
	 "ytd-comment-renderer.ytd-comment-replies-renderer",
		"!content-text", "!author-text", "!published-time-text .published-time-text",
		HTML_TEXT_AND_ONE},
	/* Isso, in its newer and its older markup */
	{"div.isso-comment", ".isso-text .text", ".isso-author .author", "@datetime",
		HTML_TEXT_AND_ONE},
	/* Blogger's older markup: the author, the text and the time follow one another */
	{"dt#c", ".comment-body", "dt", ".comment-timestamp", HTML_TEXT_AND_ONE | HTML_RUNS_ON},
	/* Blogger's threads: answers are beside the block of the comment, both in its list item */
	{"li.comment#c", ".comment-block>.comment-content", ".comment-header>.user .user",
		"@datetime .datetime", HTML_TEXT_AND_ONE},
	/* SMF 2 */
	{"div.post_wrapper", ".inner .list_posts", "h4 .poster>a",
		"@datetime .keyinfo>.smalltext .postinfo>.smalltext .keyinfo", HTML_TEXT_AND_ONE},
	/* SMF 1: a message is a cell */
	{"td.windowbg td.windowbg2", "div.post", "td>span", ".smalltext", HTML_TEXT_AND_ONE},
	/* phpBB 2: rows that follow one another, of which nothing says where a post ends */
	{"span.name", "span.postbody", "span.name", "span.postdetails",
		HTML_TEXT_AND_ONE | HTML_RUNS_FAR},
	/* bbPress: what says who wrote when comes before the text, beside it */
	{"div.bbp-reply-header div.bbp-topic-header", ".bbp-reply-content .bbp-topic-content",
		".bbp-author-name .bbp-author-link", ".bbp-reply-post-date .bbp-topic-post-date",
		HTML_TEXT_AND_ONE | HTML_RUNS_ON},
	/* PunBB, FluxBB */
	{"div.blockpost", ".postmsg", "dt", "span@href h2", HTML_TEXT_AND_ONE},
	/* Flarum */
	{"article.CommentPost", ".Post-body", ".username", "@datetime", HTML_TEXT_AND_ONE},
	/* Commento, giscus */
	{".commento-card .gsc-comment .gsc-reply",
		".commento-body .gsc-comment-content .gsc-reply-content",
		".commento-name .link-primary .gsc-comment-author .gsc-reply-author",
		"@datetime .commento-timeago", HTML_TEXT_AND_ONE},
	/* Movable Type 2 */
	{".comments-body", ".~", ".comments-post .posted", ".comments-post .posted",
		HTML_TEXT_AND_BOTH},
	/* Discourse: what it shows to crawlers, and what it shows to browsers */
	{".crawler-post .topic-post", ".post .cooked", ".creator ~username .author",
		"@datetime .post-time", HTML_TEXT_AND_ONE},
	/* phpBB 3 */
	{"div.post#p", ".content .postbody", ".username .username-coloured .author",
		"@datetime .author", HTML_TEXT_AND_ONE},
	/* MyBB, and its plain pages for search engines: its sites choose how dates are written */
	{"div.post", ".post>.message", ".header>.author", ".header>.dateline",
		HTML_TEXT_AND_ONE | HTML_EITHER_ORDER},
	{"div#post_ table#post_", ".post_body", ".author_information>.largetext .largetext ~username",
		".post_date", HTML_TEXT_AND_ONE | HTML_EITHER_ORDER},
	/* the plain pages for search engines of vBulletin 3 */
	{"div.post", ".post>.posttext", ".posttop>.username", ".posttop>.date", HTML_TEXT_AND_ONE},
	/* vBulletin 4 and 3, MyBB's older themes, SMF */
	{"li#post_ li.postbit li.postbitlegacy table#post div.post#post_ div#post_ div#msg",
		".postcontent #post_message_ .post_body .bbWrapper .inner .post-content .content",
		".username .bigusername .largetext .poster ~username ~author",
		"@datetime .postdate "
		".post_date .date td.thead .smalltext",
		HTML_TEXT_AND_ONE},
	/* XenForo, Invision */
	{"article.message li.message article.ipsComment", ".bbWrapper .messageText ~ipsType_richText",
		"@data-author .username .cAuthorPane_author .ipsComment_author ~author",
		"@datetime .DateTime", HTML_TEXT_AND_ONE},
	/* Disqus, as a browser saves it */
	{"li.post#post- div.post#post-", ".post-message .post-body-inner .post-body",
		".author .publisher-nickname", ".time-ago .post-meta", HTML_TEXT_AND_ONE},
	/* Slashdot */
	{"li.comment#tree_ li#comment_", "#comment_body_ .commentBody", ".by", ".otherdetails",
		HTML_TEXT_AND_ONE},
	/* elements that call themselves comments */
	{"li.comment div.comment article.comment section.comment tr.comment .comment-item "
	 ".comment__item .comment_item .commentItem .comment-wrapper .single-comment .comment-thread "
	 ".usercomment .user-comment .reader-comment .c-comment .comment-block .comment-box "
	 ".reply-item "
	 "#comment- #comment_ #comment #c",
		".field--name-comment-body .field-name-comment-body .comment-content .comment-text "
		".comment-body .comment_body .comment__text .comment__body "
		".comment__content .commentText .comment-message ~comment-content ~comment-text "
		"~comment-body ~comment_body ~content ~message ~text ~body p blockquote",
		"@data-author ~author ~username ~user-name ~user_name ~nickname ~user ~name ~poster .by "
		"~byline .submitted .comment-footer",
		"@datetime @data-timestamp @data-utime ~date ~time ~posted .ago ~meta .submitted "
		".comment-footer",
		HTML_TEXT_AND_ONE},
	/* similar neighbours, in a box whose name says that people talk there */
	{NULL, ".~", "@data-author ~author ~username ~user ~nickname ~name ~poster .by ~byline",
		"@datetime @data-timestamp @data-utime ~date ~time ~posted .ago", HTML_TEXT_AND_BOTH},
};
const size_t html_n_patterns = sizeof(html_patterns) / sizeof(*html_patterns);

const char html_talk[] = "~comment ^comment ~discussion ^discussion ~responses ^responses "
						 "~replies ^replies ~reactions ^reactions ~guestbook ^guestbook";

const char html_noise[] =
	".comment-author .comment-meta .commentmetadata .comment-metadata .comment-date .comment-time "
	".reply .comment-reply .comment-reply-link .comment-edit-link .edit-link .says "
	".comment-awaiting-moderation .comment-actions .comment-footer .comment-header .reply-link "
	".comment-links .vote .votes .votelinks .signature .postprofile .postinfo .screen-reader-text "
	".sr-only .visually-hidden .avatar .comment-respond #respond .post-menu .navs .comhead "
	".tagline "
	".buttons .flat-list .permalink =author =datePublished =interactionStatistic";
