echo '<?xml version="1.0"?><feed><entry>a</entry></feed>' | "$MODERATO" import
