//go:build unix

package command

import (
	"os"
	"os/signal"
	"syscall"
	"testing"
)

// What asks a process to end lets the command clean up; what was ignored from the start stays so.
func TestSignalsEndACommandInGoodOrder(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if signal.Ignored(s) {
			continue
		}
		ctx, stop := interruptible(t.Context())
		if err := syscall.Kill(os.Getpid(), s); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
		stop()
	}
	signal.Ignore(syscall.SIGHUP)
	defer signal.Reset(syscall.SIGHUP)
	_, stop := interruptible(t.Context())
	defer stop()
	if !signal.Ignored(syscall.SIGHUP) {
		t.Error("a command that is to outlive its terminal would end with it")
	}
}
