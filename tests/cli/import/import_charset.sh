# A spreadsheet in windows-1251, one in UTF-16 with a byte order mark, which says so itself.
printf 'id,text\n1,\317\360\350\342\345\362\n' >cyrillic.csv
printf '\377\376i\0d\0,\0t\0e\0x\0t\0\n\0002\0,\0\077\004\076\004\n\0' >wide.csv
"$MODERATO" import -q --charset windows-1251 cyrillic.csv wide.csv
"$MODERATO" import -q --charset nonsense cyrillic.csv
echo "exit $?"
