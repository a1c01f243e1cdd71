package db

import "github.com/google/uuid"

// NewID makes the id of a new row: a UUID, version 7, so that ids grow with time.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }
