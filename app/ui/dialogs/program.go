package dialogs

import (
	"fmt"
	"os/exec"
)

// start starts another program of the desktop, without a shell, and does not wait for its end.
func start(program string, args ...string) error {
	path, err := exec.LookPath(program)
	if err != nil {
		return fmt.Errorf("this computer has no %s, which opens files in other programs; open it by hand", program)
	}
	command := exec.Command(path, args...)
	if err := command.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", program, err)
	}
	go command.Wait() // it is gone once it has ended
	return nil
}
