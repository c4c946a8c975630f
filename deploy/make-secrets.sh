#!/bin/sh
# Make the secrets of compose.yaml in deploy/secrets/, each a file that one account can read: new ones, never over
# old ones. As root, for the files belong to the accounts inside the containers.
set -eu
umask 077
folder=$(dirname "$0")/secrets
mkdir "$folder" || { echo "$folder is there already: nothing was changed." >&2; exit 1; }
new() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
prefect=$(new) ledger=$(new) login=lbn:$(new)
new >"$folder/postgres_password"
printf %s "$prefect" >"$folder/prefect_password"
printf %s "$ledger" >"$folder/ledger_password"
printf '%s\n' "postgresql:5432:prefect:prefect:$prefect" "postgresql:5432:lbn:lbn:$ledger" >"$folder/pgpass"
cat >"$folder/prefect_profiles" <<END
active = "lbn"

[profiles.lbn]
PREFECT_SERVER_DATABASE_CONNECTION_URL = "postgresql+asyncpg://prefect@postgresql:5432/prefect"
PREFECT_SERVER_API_AUTH_STRING = "$login"
PREFECT_API_AUTH_STRING = "$login"
PREFECT_SERVER_ANALYTICS_ENABLED = "false"
PREFECT_RESULTS_DEFAULT_SERIALIZER = "json"
PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT = "false"
END
chmod 0400 "$folder"/*
# 999 is PostgreSQL's account in its image, 1000 is ours in our own. The folder itself stays closed to all but root.
if [ "$(id -u)" = 0 ]; then
    chown 999 "$folder/postgres_password" "$folder/prefect_password" "$folder/ledger_password"
    chown 1000 "$folder/pgpass" "$folder/prefect_profiles"
else
    echo "Run as root, or give the files to the accounts 999 and 1000: see docs/deploy.md." >&2
fi
