<?php
// SPDX-License-Identifier: MIT
// Runs inside the test's WordPress, on the command line: `options NAME VALUE …` sets options (to JSON
// or text), `option NAME` prints one as JSON, and so does `comments` every comment and trackback, with
// what the Akismet plugin recorded of it.
require getenv( 'SITE' ) . '/wp-load.php';

if ( 'options' === $argv[1] ) {
	for ( $i = 2; $i + 1 < $argc; $i += 2 ) {
		update_option( $argv[ $i ], json_decode( $argv[ $i + 1 ], true ) ?? $argv[ $i + 1 ] );
	}
} elseif ( 'option' === $argv[1] ) {
	echo wp_json_encode( get_option( $argv[2] ) );
} elseif ( 'comments' === $argv[1] ) {
	$all = array();
	foreach ( get_comments( array( 'status' => 'any', 'orderby' => 'comment_ID', 'order' => 'ASC' ) ) as $comment ) {
		$history = get_comment_meta( $comment->comment_ID, 'akismet_history' );
		$all[]   = array(
			'id'      => (int) $comment->comment_ID,
			'author'  => $comment->comment_author,
			'text'    => $comment->comment_content,
			'status'  => $comment->comment_approved,
			'result'  => get_comment_meta( $comment->comment_ID, 'akismet_result', true ),
			'history' => array_map( fn( $h ) => $h['event'] ?? '', $history ),
		);
	}
	echo wp_json_encode( $all );
}
