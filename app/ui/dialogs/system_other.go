//go:build !(linux || freebsd || openbsd || netbsd)

package dialogs

import "runtime"

// Desktop is what the user's desktop does.
func Desktop() System {
	open := func(path string) error { return start("open", path) }
	if runtime.GOOS == "windows" {
		open = func(path string) error { return start("rundll32", "url.dll,FileProtocolHandler", path) }
	}
	return System{OpenFile: open}
}
