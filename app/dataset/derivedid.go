package dataset

import (
	"crypto/sha256"
	"strings"

	"github.com/google/uuid"
)

func isUUID(text string) bool { return len(text) == 36 && uuid.Validate(text) == nil }

// idSpace is the name space of derivedID.
var idSpace = uuid.MustParse("6c1c2c0e-2a5b-8d3e-9f64-5b0f2f5d8a11")

// derivedID makes an id of names, always the same one: a UUID of version 8 (RFC 9562) from a SHA-256.
func derivedID(names ...string) string {
	return uuid.NewHash(sha256.New(), idSpace, []byte(strings.Join(names, "\x1f")), 8).String()
}
