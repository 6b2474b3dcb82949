package main

import (
	"fyne.io/fyne/v2/app"
	"github.com/sirupsen/logrus"
)

func main() { logrus.Info("x"); app.New() }
