# Timed stages for the scripts beside it: `stage NAME command...` runs one command, shows that it lives and what it costs,
# and stops everything with the command's last words when it fails; `stage_table` prints what each stage cost.
# Sourced by bash scripts, never run by itself. A command's whole output is kept in target/logs/.

stage_names=()
stage_seconds=()
stage_notes=()
stage_log_dir=${STAGE_LOG_DIR:-target/logs}

say() { printf '%s: %s\n' "${stage_prefix:-stage}" "$*"; }

stage_add() { # NAME SECONDS NOTE
  stage_names+=("$1") stage_seconds+=("$2") stage_notes+=("$3")
}

# stage NAME command...      output goes to the log; a line every 20 s says how far it is
# stage -v NAME command...   output is shown as it comes (and logged)
stage() {
  local loud=no
  [ "$1" = -v ] && { loud=yes; shift; }
  local name=$1; shift
  local begin=$SECONDS log code=0
  mkdir -p "$stage_log_dir"
  log=$stage_log_dir/$(printf '%s' "$name" | tr -cs 'a-zA-Z0-9.\n' '-').log
  say "$name ..."
  if [ "$loud" = yes ]; then
    "$@" 2>&1 | tee "$log"
    code=${PIPESTATUS[0]}
  else
    "$@" >"$log" 2>&1 </dev/null &
    local pid=$! next=20
    while kill -0 "$pid" 2>/dev/null; do
      sleep 0.2
      if [ $((SECONDS - begin)) -ge $next ]; then
        next=$((next + 20))
        say "$name ... $((SECONDS - begin)) s: $(tail -c 400 "$log" | tr '\r' '\n' | grep -v '^ *$' | tail -n 1 | cut -c 1-100)"
      fi
    done
    wait "$pid" || code=$?
  fi
  local took=$((SECONDS - begin))
  if [ "$code" -ne 0 ]; then
    [ "$loud" = yes ] || { say "the last lines of $log:"; tail -n 40 "$log"; }
    say "FAILED after $took s (exit $code): $name"
    stage_add "$name" "$took" "FAILED"
    [ -z "${stage_keep_going:-}" ] && { stage_table; exit "$code"; }
    return "$code"
  fi
  say "$name: $took s"
  stage_add "$name" "$took" ""
}

stage_table() {
  [ ${#stage_names[@]} -eq 0 ] && return
  local i sum=0
  echo
  printf '%-52s %8s\n' "stage (${stage_prefix:-stages})" "seconds"
  for i in "${!stage_names[@]}"; do
    printf '%-52s %8s  %s\n' "${stage_names[$i]}" "${stage_seconds[$i]}" "${stage_notes[$i]}"
    sum=$((sum + stage_seconds[i]))
  done
  printf '%-52s %8s\n\n' "sum" "$sum"
}
