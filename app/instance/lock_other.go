//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package instance

import (
	"errors"
	"os"
)

// lock locks nothing where the system is not known: each process is the first then.
func lock(*os.File) (free bool, err error) { return false, errors.ErrUnsupported }
