# A row that is broken is lost and told with its line; those around it are not.
{
	echo '<?xml version="1.0" encoding="utf-8"?>'
	echo '<comments>'
	echo '<row Id="1" PostId="3" Text="Whole" />'
	echo '<row Id="2" PostId="3" Text="a < b" />'
	echo '<row Id="3" PostId="3" Text="After it" />'
	echo '<row Id="4" PostId="3" Text="Not closed>'
	echo '<row Id="5" PostId="3" Text="Lost with it" />'
	echo '<row Id="6" PostId="3" Text="After both" />'
	echo '<row Id="7" PostId="3" />'
	echo '<row Id=8 PostId="3" Text="No quotes" />'
	echo '<row Id="9" PostId="3" Text="Open">'
	echo '<row Id="10" PostId="3" Text="In another &nbsp; &#1; row" />'
	printf '<row Id="11" PostId="3" Text="'
	head -c 262145 /dev/zero | tr '\0' x
	echo '" />'
	echo '<row Id="12" PostId="3" Text="Last" />'
	printf '<row Id="13" PostId="3" Text="Cut o'
} >Comments.xml
"$MODERATO" import Comments.xml
