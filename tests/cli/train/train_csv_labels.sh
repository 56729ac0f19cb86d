# Labels in columns of a table.
printf 'body,bad\n' >in.csv
for i in $(seq 40); do printf 'cheap pills number %s,1\na quiet walk number %s,0\n' $i $i; done >>in.csv
"$MODERATO" train -q -o x.bundle --columns text=body,labels.spam=bad --folds 2 --cost 1 --output csv in.csv | sed -n 2p | cut -d, -f1-5
