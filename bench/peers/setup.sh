#!/usr/bin/env bash
# Makes bench/peers/.venv, the Python environment of the benchmarks' peers, from PyPI alone.
#
#   bench/peers/setup.sh           lean install; returns at once when it is already there
#   bench/peers/setup.sh --plain   plain pip install, with torch's NVIDIA packages
#
# PyPI's torch for Linux is the CUDA build. Its CPU code needs none of the NVIDIA libraries, but the
# loader asks for them at import. The lean install leaves them out and puts small placeholders beside
# torch's own libraries, whose every function answers 100 (cudaErrorNoDevice). torch's own files stay as
# PyPI gives them. Where that fails (no gcc, another platform's wheel), the plain install follows.
#
# PYTHON chooses the interpreter (3.11 or later).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=${PEERS_VENV:-$here/.venv}
python=${PYTHON:-python3}
check='import jax, minatar, mujoco, torch, stable_baselines3; assert torch.ones(2, 2).matmul(torch.ones(2, 2)).sum() == 8'

want=lean
case "${1:-}" in
  '') ;;
  --plain) want=plain ;;
  *)
    echo "usage: $0 [--plain]" >&2
    exit 2
    ;;
esac

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "setup.sh: $python is older than Python 3.11; name another with PYTHON=..." >&2
  exit 1
}

# The stamp's first word is what was asked for, the second what was installed, the third their source.
source_hash=$(cat "$here/requirements.txt" "$here/setup.sh" | cksum | cut -d' ' -f1)
stamp=$venv/.installed
if [ -x "$venv/bin/python" ] && [ -f "$stamp" ]; then
  read -r asked got hash <"$stamp"
  if [ "$asked" = "$want" ] && [ "$hash" = "$source_hash" ]; then
    echo "peers: already installed ($got) in $venv"
    exit 0
  fi
fi

# Writes the placeholders into torch's library folder: one library with every NVIDIA function that
# torch's libraries leave undefined, and one empty library for each NVIDIA name, which loads the first.
write_placeholders() {
  local lib work name
  lib=$(echo "$venv"/lib/python*/site-packages/torch/lib)
  command -v gcc >/dev/null && command -v nm >/dev/null && command -v readelf >/dev/null || return 1
  [ -f "$lib/libtorch_cuda.so" ] || return 1
  work=$(mktemp -d)
  nm -D --undefined-only "$lib"/*.so | awk 'NF == 2 { sub(/@.*/, "", $2); print $2 }' |
    grep -E '^(__cuda|cu(blas|da|dnn|fft|pti|solver|sparse|[A-Z])|nccl|nv(shmem|rtc|tx|ml))' |
    sort -u | awk '{ print "int " $1 "(void) { return 100; }" }' >"$work/absent.c"
  gcc -shared -fPIC -O1 -w -fno-builtin -Wl,-soname,libnvidia_absent.so \
    -o "$lib/libnvidia_absent.so" "$work/absent.c"
  : >"$work/empty.c"
  for name in $(readelf -d "$lib"/*.so | sed -n 's/.*(NEEDED).*\[\(lib\(cu\|nccl\|nv\).*\)\]/\1/p' | sort -u); do
    [ -e "$lib/$name" ] || gcc -shared -fPIC "-Wl,-soname,$name,--no-as-needed,-rpath,\$ORIGIN" \
      -o "$lib/$name" "$work/empty.c" -L"$lib" -lnvidia_absent
  done
  rm -r "$work"
}

lean() {
  "$venv/bin/python" -m pip install --quiet --no-deps -r "$here/requirements.txt"
  # A wheel without CUDA (macOS) imports as it is.
  "$venv/bin/python" -c "$check" 2>/dev/null && return
  write_placeholders && "$venv/bin/python" -c "$check"
}

plain() {
  "$venv/bin/python" -m pip install --quiet -r "$here/requirements.txt"
  "$venv/bin/python" -c "$check"
}

export PIP_DISABLE_PIP_VERSION_CHECK=1
echo "peers: installing ($want) into $venv"
"$python" -m venv --clear "$venv"
got=$want
if [ "$want" = lean ] && ! lean; then
  echo 'peers: the lean install did not work here; installing the plain one (several gigabytes)' >&2
  "$python" -m venv --clear "$venv"
  got=plain
fi
[ "$got" = lean ] || plain
echo "$want $got $source_hash" >"$stamp"
echo "peers: installed ($got) in $venv, $(du -sh "$venv" | cut -f1)"
