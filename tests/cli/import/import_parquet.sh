# Parquet is not read, and what converts it is said.
printf 'PAR1\25\4\25' >comments.parquet
"$MODERATO" import comments.parquet
