#!/usr/bin/env bash
# A machine on which nothing was installed by hand: Debian's smallest system in a folder, this machine's Node and npm, and
# a clone of the last commit, in which a command is run, by default all of CI:
#
#   sudo tooling/acceptance/clean-root.sh FOLDER [COMMAND...]
#
# Needs root, Debian and its package debootstrap. Of this machine it takes over only the way to the registries: apt's
# sources and proxies, npm's settings, certificates, and the variables that name them. A folder that holds a system already
# is used as it is, with a new clone.
set -euo pipefail

[ $# -ge 1 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
# Mounts end with the script.
[ -n "${BLOCKZOO_CLEAN_ROOT:-}" ] || BLOCKZOO_CLEAN_ROOT=1 exec unshare --mount "$0" "$@"

root=$1
shift
[ $# -gt 0 ] || set -- .ci/run
repository=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Origin: Debian' 'Created-By: Packages')

if [ ! -e "$root/etc/debian_version" ]; then
  mirror=$(awk -v release="$codename" '$3 == release { print $2; exit }' <<<"$sources")
  debootstrap --variant=minbase "$codename" "$root" "$mirror"
fi

echo "$sources" >"$root/etc/apt/sources.list"
apt-config dump | grep -E '^Acquire::https?::' >"$root/etc/apt/apt.conf.d/90machine" || true
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root/etc/ssl" "$root/root" "$root/usr/local/etc" "$root/usr/local/lib/node_modules"
cp -rLT /etc/ssl/certs "$root/etc/ssl/certs"

prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
cp -L "$prefix/bin/node" "$root/usr/local/bin/node"
cp -rT "$prefix/lib/node_modules/npm" "$root/usr/local/lib/node_modules/npm"
for name in npm npx; do ln -sf "../lib/node_modules/npm/bin/$name-cli.js" "$root/usr/local/bin/$name"; done
for kind in globalconfig userconfig; do
  file=$(npm config get "$kind")
  target=$([ "$kind" = globalconfig ] && echo usr/local/etc/npmrc || echo root/.npmrc)
  if [ -e "$file" ]; then cp -L "$file" "$root/$target"; fi
done

rm -rf "$root/root/blockzoo"
git clone --quiet --no-hardlinks "$repository" "$root/root/blockzoo"

mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"

# Not what this machine's user has in the environment besides.
mapfile -t carried < <(env | grep -iE '^((http|https|no|all)_proxy|npm_config_registry|node_extra_ca_certs|ssl_cert_(file|dir))=' || true)
exec chroot "$root" env -i "${carried[@]}" HOME=/root PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin \
  sh -c 'cd /root/blockzoo && exec "$@"' sh "$@"
