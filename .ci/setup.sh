#!/bin/sh
# Installs what Factmark's window needs from the system, if it is missing, and says what it can't install.
#
#   sh .ci/setup.sh       what building and running the window needs
#   sh .ci/setup.sh ci    and what .ci/run needs to test it on a screen of its own
#   sh .ci/setup.sh release  and what .ci/release needs to build for Linux and Windows, and to try the latter
#
# Debian, Ubuntu and their relatives get the packages by apt; for other systems it prints what to install.
set -eu
cd "$(dirname "$0")/.."

case ${1-} in
'' | ci | release) mode=${1-} ;;
*)
	sed -n '2,8s/^# \{0,1\}//p' "$0"
	exit 2
	;;
esac

# version X.Y.Z as one number, so that 1.9 is less than 1.26
number() { echo "$1" | sed 's/[^0-9.].*//' | awk -F. '{ print $1 * 1000000 + $2 * 1000 + $3 }'; }

# The Go that is named by the version on standard input: "go version go1.26.8 linux/amd64" is 1.26.8.
gover() { sed -n 's/^go version .*go\([0-9][0-9.]*\).*/\1/p'; }

needed=$(sed -n 's/^go \([0-9.]*\)$/\1/p' go.mod)
if ! command -v go >/dev/null; then
	echo "Factmark is built with Go $needed or newer, and no Go is installed (or it is not in PATH)." >&2
	echo "Get it from https://go.dev/dl/ and see https://go.dev/doc/install; the Go of Debian 12 is too old." >&2
	exit 1
fi
have=$(cd / && GOTOOLCHAIN=local go version | gover)
if [ "$(number "${have:-0}")" -lt "$(number "$needed")" ]; then
	# From 1.21 on Go fetches the version that go.mod asks for by itself, unless GOTOOLCHAIN forbids it.
	fetched=$(go version 2>/dev/null | gover || true)
	if [ "$(number "${fetched:-0}")" -lt "$(number "$needed")" ]; then
		echo "Factmark is built with Go $needed or newer, and this is Go ${have:-of an unknown version} ($(command -v go))." >&2
		if [ "$(number "${have:-0}")" -ge "$(number 1.21)" ]; then
			echo "It can fetch the newer one by itself, but could not: go online once, with GOTOOLCHAIN=auto." >&2
		fi
		echo "Get the newer one from https://go.dev/dl/ and see https://go.dev/doc/install." >&2
		exit 1
	fi
fi

apt_packages() {
	# To build: a C compiler, and the headers of OpenGL, EGL, Wayland and X11. They bring the libraries.
	echo gcc libc6-dev pkg-config libgl-dev libegl-dev libwayland-dev libxkbcommon-dev
	echo libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev
	# To run: OpenGL on any graphics card or none, and window frames under Wayland.
	echo libgl1-mesa-dri libdecor-0-0 libdecor-0-plugin-1-cairo
	if [ "$mode" = ci ]; then
		# A screen without a monitor, hands, eyes, the reader of the database, and the packer.
		echo xvfb xauth openbox xdotool imagemagick sqlite3 xz-utils
		# And what looks at packages.
		echo desktop-file-utils shared-mime-info appstream
	fi
	if [ "$mode" = release ]; then
		# Compilers and resources for Windows, the maker of its installer, and Windows itself, nearly.
		echo gcc-mingw-w64-x86-64 imagemagick librsvg2-bin zip xz-utils nsis unzip file sqlite3 wine wine64 xvfb openbox xdotool
	fi
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
	missing=
	for package in $(apt_packages); do
		dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
	done
	[ -n "$missing" ] || exit 0
	root=
	if [ "$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null; then
			echo "These packages are missing, and only root may install them:" >&2
			echo "  apt-get install$missing" >&2
			exit 1
		fi
		root=sudo
	fi
	echo "Installing$missing" >&2
	$root apt-get update -qq || echo "The list of packages could not be updated; trying with the old one." >&2
	# shellcheck disable=SC2086 # both are lists of words
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
	exit 0
fi

# Elsewhere: say what is missing.
compiles() { command -v "${CC:-cc}" >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null; }
tell() {
	echo "Factmark's window needs a C compiler and some libraries. To install them:" >&2
	echo "  $1" >&2
	exit 1
}

case $(uname -s) in
Darwin)
	xcode-select -p >/dev/null 2>&1 || tell "xcode-select --install"
	;;
MINGW* | MSYS* | CYGWIN*)
	compiles || tell "MSYS2 from https://www.msys2.org, in it: pacman -S mingw-w64-ucrt-x86_64-gcc; then put C:\\msys64\\ucrt64\\bin into PATH"
	;;
*)
	if ! compiles || ! pkg-config --exists gl egl wayland-client wayland-cursor wayland-egl xkbcommon xcursor xrandr xinerama xi xxf86vm; then
		if command -v dnf >/dev/null; then
			tell "sudo dnf install gcc pkgconf-pkg-config mesa-libGL-devel mesa-libEGL-devel wayland-devel libxkbcommon-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel"
		elif command -v pacman >/dev/null; then
			tell "sudo pacman -S --needed base-devel libglvnd wayland libxkbcommon libxcursor libxrandr libxinerama libxi libxxf86vm"
		fi
		tell "a C compiler, pkg-config, and the headers of OpenGL, EGL, Wayland, xkbcommon, Xcursor, Xrandr, Xinerama, Xi and Xxf86vm"
	fi
	;;
esac
if [ "$mode" = ci ]; then
	for command in Xvfb openbox xdotool import sqlite3 xz; do
		if ! command -v "$command" >/dev/null; then
			echo ".ci/run also needs Xvfb, openbox, xdotool, ImageMagick, sqlite3 and xz; $command is missing." >&2
			exit 1
		fi
	done
fi
