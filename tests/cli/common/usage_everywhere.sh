# What says how, not what, is taken by every command.
"$MODERATO" screen -q -j 2 --seed 7 --strict hello there | grep -c decision
