"$MODERATO" screen --id 7 Thank you for the kind words | grep -o '^{"id":"7","decision":"[a-z]*","scores":{"spam":' | sed "s/publish/D/"
