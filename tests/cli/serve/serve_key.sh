"$MODERATO" serve key
echo $?
"$MODERATO" serve key list
echo $?
"$MODERATO" serve key new
echo $?
"$MODERATO" serve key new one two
echo $?
"$MODERATO" serve key new 'one two'
echo $?
"$MODERATO" serve key new one --scopes akismet,twitter
echo $?
"$MODERATO" serve key new one --rate 600
echo $?
"$MODERATO" serve key new one --expires 2027-02-30
echo $?
"$MODERATO" serve --key 1 --long
echo $?
