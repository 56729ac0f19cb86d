echo '{"text":"a","labels":{"spam":1}}' | "$MODERATO" eval --gate "spam:auc>=0.5" >/dev/null
