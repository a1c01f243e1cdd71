package command

import (
	"os"

	"golang.org/x/sys/windows"
)

// JoinTerminal gives the commands a terminal to write to. Windows starts a program that has a window without the terminal it was called
// from, so that nothing it prints would be seen; where it was called from one, that one is joined. Files and pipes that output was
// sent to stay.
func JoinTerminal() {
	const parent = ^uint32(0) // ATTACH_PARENT_PROCESS
	if ok, _, _ := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole").Call(uintptr(parent)); ok == 0 {
		return // there is none, or this program has one already
	}
	for _, stream := range []struct {
		file   **os.File
		handle uint32
		device string
	}{
		{&os.Stdin, windows.STD_INPUT_HANDLE, "CONIN$"},
		{&os.Stdout, windows.STD_OUTPUT_HANDLE, "CONOUT$"},
		{&os.Stderr, windows.STD_ERROR_HANDLE, "CONOUT$"},
	} {
		handle, err := windows.GetStdHandle(stream.handle)
		if kind, unknown := windows.GetFileType(handle); err == nil && unknown == nil && kind != windows.FILE_TYPE_CHAR {
			continue
		}
		if file, err := os.OpenFile(stream.device, os.O_RDWR, 0); err == nil {
			*stream.file = file
		}
	}
}
