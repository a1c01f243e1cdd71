package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// whenDisplayEnds calls f once the process that serves the display, where it
// runs on this computer and can be told, has ended. The toolkit's X library
// ends the program itself at its next call; its Wayland library goes on as if
// nothing had happened.
func whenDisplayEnds(f func()) {
	server, err := servedBy(displaySocket(os.Getenv))
	if err != nil || server <= 0 {
		return
	}
	process, err := unix.PidfdOpen(server, 0)
	if err != nil {
		return
	}
	defer unix.Close(process)
	for {
		ready, err := unix.Poll([]unix.PollFd{{Fd: int32(process), Events: unix.POLLIN}}, -1)
		switch {
		case ready > 0:
			f()
			return
		case err != nil && !errors.Is(err, unix.EINTR):
			return
		}
	}
}

// displaySocket is where the display is served, as the toolkit chooses it.
func displaySocket(env func(string) string) string {
	if name := env("WAYLAND_DISPLAY"); name != "" {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(env("XDG_RUNTIME_DIR"), name)
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(env("DISPLAY"), "unix"), ":"), ".")
	return "/tmp/.X11-unix/X" + number
}

// servedBy gives the id of the process that listens at a socket of this computer.
func servedBy(path string) (pid int, err error) {
	socket, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return 0, err
	}
	defer unix.Close(socket)
	if err := unix.Connect(socket, &unix.SockaddrUnix{Name: path}); err != nil {
		return 0, err
	}
	peer, err := unix.GetsockoptUcred(socket, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return 0, err
	}
	return int(peer.Pid), nil
}
