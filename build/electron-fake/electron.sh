#!/bin/sh
# Takes the place of Electron's program: `electron.sh <project> [words]` runs the project's main bundle under the stand-in.
here=$(cd "$(dirname "$0")" && pwd)
project=$1
shift
exec node --import "$here/register.mjs" "$project/out/main/electron.js" "$@"
