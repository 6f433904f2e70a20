#!/bin/sh
# Makes every secret of compose.yaml, once, as files in a folder that only you can enter. Nothing is printed.
#
#   deploy/make-secrets.sh [FOLDER]     default: deploy/secrets
#
# A secret that exists is kept, so a second call only adds what is missing. To change one, delete its file, call this
# again and follow "Changing a secret" in deploy/README.md.
set -eu

folder=${1:-$(dirname "$0")/secrets}
umask 077
mkdir -p "$folder"
chmod 700 "$folder"

made=0
# The folder keeps other users out; inside it a file is readable to all, because in a container it is read by the
# service's own user, whose number your machine does not know.
put() {
    [ -s "$folder/$1" ] && return
    printf '%s' "$2" >"$folder/$1"
    chmod 444 "$folder/$1"
    made=$((made + 1))
}

# Hexadecimal, because a password stands inside a database address, where other signs have a meaning.
hex() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
address() { printf 'postgresql+psycopg://%s:%s@postgres:5432/%s' "$1" "$(hex 24)" "$2"; }

put postgres_password "$(hex 24)"
put airflow_database_url "$(address airflow airflow)"
put store_owner_url "$(address store_owner store)"
put store_writer_url "$(address store_writer store)"
put metrics_reader_url "$(address metrics_reader store)"
put waits_reader_url "$(address waits_reader store)"
put register_owner_url "$(address register_owner register)"
put register_writer_url "$(address register_writer register)"
put airflow_jwt_secret "$(hex 64)"
put airflow_api_secret_key "$(hex 32)"
put airflow_fernet_key "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_')"
put airflow_passwords "$(printf '{"admin": "%s"}' "$(hex 12)")"
put grafana_admin_password "$(hex 12)"
put grafana_secret_key "$(hex 32)"

echo "$made new secrets in $folder"
