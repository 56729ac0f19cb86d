# Staticman's entries as YAML: one, several, front matter; mistakes cost their entry.
cd "$SEEDS/staticman" && "$MODERATO" import entry.yml first-version.yml entries.yml front-matter.md wrong.yml
echo "-- an article is no comment"
printf '%s\n' --- 'author: Ann' 'email: ann@mail.example' 'date: 2016-08-22' 'comment: true' --- Text | "$MODERATO" import
echo $?
