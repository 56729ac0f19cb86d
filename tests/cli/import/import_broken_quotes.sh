# A quote that is not closed costs its row, which is told, and no other.
cat >unclosed.csv <<'END'
id,comment,author
1,"unclosed quote here,Ann
2,second,Bob
3,third,Cy
4,fourth "in" the middle,Di
5,"a"b,Ed
6,fifth,Flo
END
"$MODERATO" import unclosed.csv
echo "== twice, with commas, and before a record of two lines"
cat >twice.csv <<'END'
id,comment,author
1,"unclosed, here, too,Ann
2,second,Bob
3,"third
goes on",Cy
4,"unclosed again,Di
5,"""fifth""",Ed
6,"never closed,Flo
7,seventh,Gus
END
"$MODERATO" import twice.csv
echo "== in the last column, and closed by a quote at the end of a row that is too short"
printf 'id,author,comment\n1,Ann,"unclosed\n2,Bob,second\n3,Cy,"third"\n4,Di,"open\n5,Ed,fifth"\n6,Flo,sixth\n' | "$MODERATO" import
echo "== quotes within a text of two lines do not count"
printf 'comment,author\n"one,\nsaid ""hi"" there",Ann\n"one\nsaid "hi" there",Bob\n' | "$MODERATO" import
