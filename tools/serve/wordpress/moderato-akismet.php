<?php
/**
 * Plugin Name: Akismet by moderato
 * Description: Sends what the Akismet plugin asks to your own moderato instead of rest.akismet.com.
 * Version:     1.0
 * License:     MIT
 *
 * Copy this file to wp-content/mu-plugins/ and say in wp-config.php where moderato listens and which
 * of its keys to use. The Akismet plugin itself stays as it is, and has to be active.
 *
 *     define( 'MODERATO_URL', 'http://127.0.0.1:8080' );  // or the environment variable MODERATO_URL
 *     define( 'WPCOM_API_KEY', '0123456789ab' );          // a key of moderato: `moderato serve key new`
 *     define( 'MODERATO_CA', '/etc/moderato/ca.pem' );    // only where https needs a CA of your own
 *
 * Only the address changes: path, fields and the header Host stay. Hosts with a key in their name,
 * and addresses that the plugin tries by number, are rewritten, too.
 */
defined( 'ABSPATH' ) || exit;

add_filter( 'pre_http_request', function ( $answer, $args, $url ) {
	$moderato = rtrim( defined( 'MODERATO_URL' ) ? MODERATO_URL : (string) getenv( 'MODERATO_URL' ), '/' );
	$host     = $args['headers']['Host'] ?? parse_url( $url, PHP_URL_HOST );
	if ( false !== $answer || '' === $moderato || 0 === strpos( $url, "$moderato/" )
		|| ! preg_match( '/^([a-z0-9-]+\.)?rest\.akismet\.com$/iD', (string) $host ) ) {
		return $answer; // somebody else's request, or our own one on its way
	}
	$args['headers'] = array( 'Host' => $host ) + (array) $args['headers'];
	if ( defined( 'MODERATO_CA' ) ) {
		$args['sslcertificates'] = MODERATO_CA;
	}
	return wp_remote_request( preg_replace( '#^https?://[^/]+#i', $moderato, $url ), $args );
}, 10, 3 );
