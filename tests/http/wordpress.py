# SPDX-License-Identifier: MIT
"""Debian's WordPress with its Akismet plugin, a database of its own (MariaDB) and PHP's web server,
used as people do: installed, plugin activated, key entered, comments posted by strangers through
wp-comments-post.php and moderated by the administrator. The plugin asks moderato either by the small
plugin of tools/serve/wordpress/, or unmodified over TLS as rest.akismet.com."""
import glob
import html
import http.client
import http.cookiejar
import re
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from lib import *
from client_lib import *

SOURCES = ["/usr/share/wordpress", root / "build/wordpress/usr/share/wordpress"]
PASSWORD = "correct horse battery staple"
KEY_PAGE = "/wp-admin/options-general.php?page=akismet-key-config"
MU_PLUGIN = root / "tools/serve/wordpress/moderato-akismet.php"

CONFIG = """<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . getenv( 'DATABASE' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'WP_HOME', 'http://' . $_SERVER['HTTP_HOST'] );
define( 'WP_SITEURL', WP_HOME );
define( 'DISABLE_WP_CRON', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );  // nothing but moderato is asked
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1,rest.akismet.com' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', $name );
	define( $name . '_SALT', $name );
}
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
"""


class Database(Program):
    """MariaDB on a socket in the test's folder, without a port."""

    def __init__(self):
        data, self.socket = work / "database", work / "mariadb.sock"
        whom = ["--user=root"] if os.getuid() == 0 else []
        subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", *whom,
                        "--auth-root-authentication-method=normal", "--innodb-log-file-size=4M"],
                       check=True, capture_output=True)
        super().__init__(["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={self.socket}",
                          f"--pid-file={work}/mariadb.pid", "--skip-networking", "--innodb-log-file-size=4M",
                          "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M", *whom])
        self.wait_for_line("ready for connections")


class Site:
    """One WordPress. `serve()` starts PHP's web server for it, with the environment that is given."""

    def __init__(self, database):
        self.folder = work / "site"
        source = next(s for s in SOURCES if os.path.exists(f"{s}/wp-load.php"))
        shutil.copytree(source, self.folder, symlinks=True)
        (self.folder / "wp-config.php").write_text(CONFIG)
        (self.folder / "wp-content/mu-plugins").mkdir(exist_ok=True)
        self.env = {"DATABASE": str(database.socket), "SITE": str(self.folder)}
        self.php = ["php", "-d", "sendmail_path=/bin/true", "-d", "display_errors=0", "-d", "log_errors=0"]
        subprocess.run([*self.php, "-r", """$db = new mysqli('localhost', 'root', '', '', 0, getenv('DATABASE'));
            $db->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');"""], check=True,
                       env={**os.environ, **self.env})
        self.server = None

    def serve(self, env=None):
        """Starts, or starts anew at the same address, the web server."""
        port = "0"
        if self.server:
            self.server.kill()
            port = self.host.rpartition(":")[2]
        self.server = Program([*self.php, "-S", f"127.0.0.1:{port}", "-t", self.folder],
                              {**os.environ, **self.env, **(env or {})})
        self.host = re.search(r"http://([\d.:]+)", self.server.wait_for_line("Development Server"))[1]

    def script(self, *arguments):
        result = subprocess.run([*self.php, CLIENTS / "wordpress.php", *arguments], check=True, capture_output=True,
                                env={**os.environ, **self.env, "HTTP_HOST": self.host})
        return result.stdout

    def comments(self):
        return {c["author"]: c for c in json.loads(self.script("comments"))}


class Visitor:
    """A browser: it keeps cookies and follows redirections. Each comes from an address of its own, as
    WordPress takes one comment in 15 seconds from an address."""

    n = 1

    def __init__(self, site):
        Visitor.n += 1
        address = f"127.0.0.{Visitor.n}"

        class Handler(urllib.request.HTTPHandler):
            def http_open(self, request):
                return self.do_open(lambda host, **more: http.client.HTTPConnection(
                    host, source_address=(address, 0), **more), request)

        self.site = site
        self.opener = urllib.request.build_opener(
            Handler, urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def open(self, path, fields=None):
        """The status and text of a page; with fields it is posted to."""
        url = urllib.parse.urljoin(f"http://{self.site.host}/", path)
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            with self.opener.open(urllib.request.Request(url, data), timeout=lib.PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def comment(self, author, text, **more):
        """Leaves a comment below the first article, and returns the status of the page that follows."""
        return self.open("/wp-comments-post.php", {
            "author": author, "email": f"reader{Visitor.n}@reader.example", "url": "", "comment": text,
            "comment_post_ID": "1", "comment_parent": "0", "submit": "Post Comment", "ak_js": "1700000000000", **more})[0]


class Admin(Visitor):
    def install(self):
        status, page = self.open("/wp-admin/install.php?step=2", {
            "weblog_title": "A blog", "user_name": "admin", "admin_password": PASSWORD, "admin_password2": PASSWORD,
            "admin_email": "admin@blog.example", "blog_public": "0", "language": "", "Submit": "Install WordPress"})
        check(status == 200 and "Success!" in page, "WordPress is installed", page[-3000:])
        self.open("/wp-login.php")  # gives the cookie that it looks for
        status, page = self.open("/wp-login.php", {"log": "admin", "pwd": PASSWORD, "testcookie": "1",
                                                   "redirect_to": f"http://{self.site.host}/wp-admin/", "wp-submit": "Log In"})
        check(status == 200 and "Dashboard" in page, "the administrator is logged in", page[-3000:])

    def link(self, page, pattern):
        """Follows the first link of a page that matches."""
        text = self.open(page)[1]
        found = next((link for link in map(html.unescape, re.findall(r"""href=["']([^"']+)["']""", text))
                      if re.search(pattern, link)), None)
        if not found:
            raise RuntimeError(f"{page} has no link that matches {pattern}")
        return self.open(urllib.parse.urljoin(f"http://{self.site.host}{page}", found))

    def text(self, page):
        """What a person reads on a page."""
        body = self.open(page)[1].partition('id="wpbody')[2]
        bare = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", body, flags=re.S)
        return re.sub(r"\s+", " ", html.unescape(bare))

    def enter_key(self, key):
        """Enters the key on Akismet's page, whose text is returned."""
        nonce = re.search(r'name="_wpnonce" value="(\w+)"', self.open(KEY_PAGE + "&view=start")[1])[1]
        return self.open(KEY_PAGE, {"action": "enter-key", "_wpnonce": nonce, "key": key, "submit": "Connect"})[1]

    def moderate(self, action, comment):
        """Follows a comment's link "Spam" or "Not Spam"."""
        listed = "spam" if action.startswith("unspam") else "all"
        self.link(f"/wp-admin/edit-comments.php?comment_status={listed}",
                  rf"comment\.php\?c={comment['id']}&action={action}\b")

    def check_for_spam(self):
        """What the button "Check for Spam" of pending comments does: how many it counted."""
        nonce = re.search(r'data-nonce="(\w+)"', self.open("/wp-admin/edit-comments.php?comment_status=moderated")[1])[1]
        return json.loads(self.open("/wp-admin/admin-ajax.php", {"action": "akismet_recheck_queue", "nonce": nonce,
                                                                 "offset": "0", "limit": "100"})[1])["counts"]


_made = []


def blog():
    """The installed blog and its administrator, made by the first test that needs them."""
    if not _made:
        for command, package in (("mariadbd", "mariadb-server-core"), ("my_print_defaults", "mariadb-client-core"),
                                 ("php", "php-cli")):
            if not shutil.which(command, path=os.environ["PATH"] + ":/usr/sbin"):
                skip(f"no {package}")
        os.environ["PATH"] += ":/usr/sbin"
        if not any(os.path.exists(f"{s}/wp-content/plugins/akismet") for s in SOURCES):
            skip("no WordPress (make deps-http)")
        if "mysqli" not in subprocess.run(["php", "-m"], capture_output=True, text=True).stdout:
            skip("no php-mysql")
        site = Site(Database())
        site.serve()
        admin = Admin(site)
        admin.install()
        # A first comment by somebody is not held for that alone, and nobody is told by mail.
        site.script("options", "comment_previously_approved", "0", "comments_notify", "0", "moderation_notify", "0",
                    "show_comments_cookies_opt_in", "0")
        _made.extend((site, admin))
    return _made


@test
def the_plugin_beside_ours():
    if not MU_PLUGIN.exists():
        skip(f"no {MU_PLUGIN}")
    site, admin = blog()
    feedback = work / "feedback.jsonl"
    shutil.copy(MU_PLUGIN, site.folder / "wp-content/mu-plugins")
    with Daemon(config=f"feedback: {feedback}\n") as d:
        site.serve({"MODERATO_URL": d.url})
        admin.link("/wp-admin/plugins.php", r"action=activate&plugin=akismet")
        page = admin.enter_key("ffffffffffff")
        check("The key you entered is invalid" in page, "a wrong key is refused", page[-3000:])
        page = admin.enter_key(KEY)
        check("Akismet is now protecting your site" in page or "akismet-new-key-valid" in page, "the key is taken",
              re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.S)[-6000:])

        equal(Visitor(site).comment("Ann", FINE), 200, "an ordinary comment is answered with the article")
        Visitor(site).comment("Spammer", SPAM, url="http://cheap-pills.example/")
        Visitor(site).comment("viagra-test-123", FINE)
        Visitor(site).comment("Zoé", "Merci beaucoup pour cet article, très intéressant et bien écrit ! \U0001f600")
        comments = site.comments()
        seen = {author: (c["status"], c["result"]) for author, c in comments.items() if c["result"]}
        equal(seen, {"Ann": ("1", "false"), "Spammer": ("spam", "true"), "viagra-test-123": ("spam", "true"),
                     "Zoé": ("1", "false")}, "what became of the comments")
        equal(comments["Ann"]["history"], ["check-ham"], "the plugin's history of an ordinary comment")
        equal(comments["Spammer"]["history"], ["check-spam"], "the plugin's history of spam")
        status, page = Visitor(site).open("/?rest_route=/wp/v2/comments&post=1")
        equal(sorted(c["author_name"] for c in json.loads(page)), ["A WordPress Commenter", "Ann", "Zoé"],
              "what the public sees")

        admin.moderate("spamcomment", comments["Ann"])
        admin.moderate("unspamcomment", comments["viagra-test-123"])
        comments = site.comments()
        equal(comments["Ann"]["status"], "spam", "the administrator's verdict")
        check("report-spam" in comments["Ann"]["history"], "a missed spam is reported", comments["Ann"])
        check("report-ham" in comments["viagra-test-123"]["history"], "a mistaken one is reported", comments)

        text = admin.text(KEY_PAGE)
        check("Status Active" in text and "0 missed spam" not in text and "1 missed spam | 1 false positive" in text,
              "the plugin's page shows the account and its statistics", text)
        Visitor(site).open("/wp-trackback.php?p=1", {"title": "Pills", "url": "http://casino.example/", "excerpt": SPAM,
                                                     "blog_name": "Tracker"})
        equal(site.comments()["Tracker"]["status"], "spam", "a trackback is checked, too")
        site.script("options", "akismet_strictness", "1")
        equal(Visitor(site).comment("Blatant", SPAM), 200, "blatant spam is answered with the article")
        check("Blatant" not in site.comments(), "and dropped, as the administrator wishes")

    kept = feedback.read_text().splitlines() if feedback.exists() else []
    equal([json.loads(line).get("text") for line in kept], [FINE, FINE], "moderato keeps what the administrator reported")

    Visitor(site).comment("Late", SPAM)
    equal(site.comments()["Late"]["status"], "0", "a comment is held while moderato is away")
    with Daemon(listen=[f"127.0.0.1:{d.port}"]):
        counts = admin.check_for_spam()
        # Both it and the comment whose author is spam by definition, which "Not Spam" has made pending.
        equal(counts, {"processed": 2, "spam": 2, "ham": 0, "error": 0}, "Check for Spam finds it later")
        equal(site.comments()["Late"]["status"], "spam", "and it is spam then")
        admin.link(KEY_PAGE, r"action=delete-key")
        equal(json.loads(site.script("option", "wordpress_api_key")), False, "the account is disconnected")


@test
def what_is_held_waits_for_a_moderator():
    site, _ = blog()
    shutil.copy(MU_PLUGIN, site.folder / "wp-content/mu-plugins")
    rules = work / "held.yaml"
    rules.write_text("version: 1\nrules:\n  - {name: a word, phrases: [wibble], action: hold}\n")
    with Daemon("--policy", rules) as d:
        site.serve({"MODERATO_URL": d.url})
        site.script("options", "wordpress_api_key", KEY, "active_plugins", '["akismet/akismet.php"]')
        Visitor(site).comment("Hal", "wibble " + FINE)
        Visitor(site).comment("Hugh", "wobble " + FINE)
        comments = site.comments()
        equal((comments["Hal"]["status"], comments["Hugh"]["status"]), ("0", "1"), "what became of the comments")


@test
def the_plugin_alone():
    site, _ = blog()
    d, env = famous(bundle=None)
    with d:
        plugins = site.folder / "wp-content/mu-plugins"
        for file in plugins.glob("*.php"):
            file.unlink()
        # PHP loads its extensions so that they find the C library's functions before those that are
        # preloaded (RTLD_DEEPBIND): libcurl, if it is there, has to be loaded beforehand.
        curl = glob.glob("/usr/lib/*/libcurl.so.4")
        site.serve({**env, "LD_PRELOAD": ":".join([env["LD_PRELOAD"], *curl])})
        site.script("options", "wordpress_api_key", KEY, "active_plugins", '["akismet/akismet.php"]',
                    "akismet_strictness", "0")
        Visitor(site).comment("Tom", FINE)
        equal(site.comments()["Tom"]["result"], "false", "without the authority, the plugin asks over plain HTTP")
        # An administrator would add the authority to the machine's certificates.
        (plugins / "authority.php").write_text("<?php\nadd_filter( 'http_request_args', "
                                               f"fn( $args ) => array( 'sslcertificates' => '{d.ca}' ) + $args );\n")
        site.script("options", "akismet_ssl_disabled", "0")
        Visitor(site).comment("Tess", FINE)
        Visitor(site).comment("Toby", SPAM)
        Visitor(site).comment("Ira", INSULT)
        comments = site.comments()
        seen = {name: comments[name]["status"] for name in ("Tess", "Toby", "Ira")}
        equal(seen, {"Tess": "1", "Toby": "spam", "Ira": "0"}, "what is published, spam and held by the default policy")
        equal(json.loads(site.script("option", "akismet_ssl_disabled")), "0", "with it, over TLS")


run()
