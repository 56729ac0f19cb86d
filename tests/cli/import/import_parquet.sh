# Without the plug-in, Parquet is not read, and what converts it is said.
printf 'PAR1\25\4\25' >comments.parquet
MODERATO_PARQUET="" "$MODERATO" import comments.parquet
