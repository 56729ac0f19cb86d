# Mistakes cost a record each and are located; reading goes on behind them.
cd "$SEEDS/tree" && "$MODERATO" import mistakes.json cut.json bytes.json brackets.json
