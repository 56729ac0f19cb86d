# What words mean as labels.
printf 'text,spam\na,Junk\nb,fine\nc,?\nd,spam\ne,\nf,other\ng,-1\n' >words.csv
"$MODERATO" import --labels-map 'junk=1, FINE = 0,?=' words.csv
"$MODERATO" import --labels-map 'junk=2' words.csv
"$MODERATO" import --labels-map 'junk' words.csv
printf '<x>' >page.html
"$MODERATO" import --labels-map 'junk=1' --format html page.html
printf 'text;spam\na;f\nb;T\nc;0,4\nd;0,5\ne;\342\210\2221\nf;Y\n' | "$MODERATO" import | grep -o 'spam":.'
