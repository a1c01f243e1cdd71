package seeds

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func TestFilesAreTheSamplesByteForByte(t *testing.T) {
	want := []struct{ name, sha256 string }{
		{"000_cefa9d76df2a6f6a.txt", "a3545bf49bcbe5c5c70938bd03707dc0d37a52befd812d52e812ea5948022a66"},
		{"001_9c3b63b51e2a9183.txt", "e28df78db8f165857e369793cb8081d0602f9dbe11c1aa816e57f563e4246c0e"},
		{"002_f9e6d7e705314017.txt", "46dfaa1328ca17a65579236b9a0f5fde32733dc6a93e6e021be2cbb2a9bcab71"},
		{"003_a8d92d5faf00fcfb.txt", "bb9c09e8e77279a7ba4c171c2b2349ab4f1c4b12747e766426a51f9f9683bc57"},
		{"004_49c00d86b74296af.txt", "abd4932c43b67a95b0fbc3c7045e9b73d830e2f54ecdd6801e8dd380374c854b"},
	}
	files := Files()
	if len(files) != len(want) {
		t.Fatalf("%d files, want %d", len(files), len(want))
	}
	for i, file := range files {
		sum := sha256.Sum256(file.Bytes)
		if file.Name != want[i].name || hex.EncodeToString(sum[:]) != want[i].sha256 {
			t.Errorf("file %d is %s with SHA-256 %x, want %s with %s", i, file.Name, sum, want[i].name, want[i].sha256)
		}
	}
}

func TestFilesGivesEachCallerItsOwnBytes(t *testing.T) {
	first := Files()[0].Bytes
	before := first[0]
	first[0] = 'x'
	if Files()[0].Bytes[0] != before {
		t.Error("writing into one caller's bytes changed the next caller's")
	}
}
