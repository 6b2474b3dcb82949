# Two commands do everything: `make run` opens the workbench, `make test` runs all tests.
# One set of flags for all builds: other flags would compile OpenGL's bindings again, which takes minutes.

GO       ?= go
TAGS     := migrated_fynedo
BUILD    := build
BIN      := $(BUILD)/wirevise$(if $(filter Windows_NT,$(OS)),.exe)
SYSTEM   := $(if $(filter Windows_NT,$(OS)),Windows,$(shell uname -s))
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.7.0

# What building needs, and what the tests, the demonstration and its pictures need besides.
DEBIAN_BUILD := gcc pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev libegl1-mesa-dev
DEBIAN_TEST  := xvfb openbox xdotool xclip x11-utils x11-xkb-utils imagemagick libgl1-mesa-dri fonts-noto-cjk python3 ncat socat iproute2 tshark
FEDORA_BUILD := gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel mesa-libEGL-devel
FEDORA_TEST  := xorg-x11-server-Xvfb openbox xdotool xclip xwininfo xprop xkbcomp ImageMagick mesa-dri-drivers google-noto-sans-cjk-fonts python3 nmap-ncat socat iproute wireshark-cli
SUDO         := $(if $(filter 0,$(shell id -u 2>/dev/null)),,sudo)

export FYNE_CACHE ?= 15s

.PHONY: run build test test-gui bench lint demo deps deps-test clean
.DEFAULT_GOAL := build

run: build
ifeq ($(SYSTEM),Linux)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(BIN) $(ARGS); else $(MAKE) --no-print-directory demo; fi
else
	$(BIN) $(ARGS)
endif

build: deps
	$(GO) build -tags $(TAGS) -o $(BIN) ./cmd/wirevise

test: build deps-test
	$(GO) vet -tags $(TAGS) ./...
	$(GO) test -tags $(TAGS) -race -timeout 20m $(TESTFLAGS) ./...

# Everything but the program itself needs no display and no C compiler: seconds, while working on the window.
test-gui:
	env -u DISPLAY CGO_ENABLED=0 FYNE_CACHE=1h $(GO) test -tags $(TAGS) ./gui/... ./netcore/... ./assets/...

bench: deps
	$(GO) test -tags $(TAGS) -run '^$$' -bench . -benchtime 1s $(BENCHFLAGS) ./netcore/... ./gui/... ./cmd/...

lint:
	@bad=$$(gofmt -l .); if [ -n "$$bad" ]; then echo "not gofmt-ed:"; echo "$$bad"; exit 1; fi
	$(GO) mod verify
	$(GO) run $(STATICCHECK) -tags $(TAGS) ./...
	GOOS=darwin CGO_ENABLED=0 $(GO) vet -tags ci,$(TAGS) ./netcore/... ./gui/... ./assets/...
	GOOS=windows CGO_ENABLED=0 $(GO) vet -tags ci,$(TAGS) ./netcore/... ./gui/... ./assets/...

demo: build deps-test
	.ci/demo $(BIN) $(BUILD)/screenshots

clean:
	rm -rf $(BUILD)

# deps installs what is missing and does nothing when nothing is.
deps deps-test:
ifeq ($(SYSTEM),Linux)
	@.ci/install "$(if $(filter deps,$@),$(DEBIAN_BUILD),$(DEBIAN_TEST))" "$(if $(filter deps,$@),$(FEDORA_BUILD),$(FEDORA_TEST))" "$(SUDO)"
else ifeq ($(SYSTEM),Darwin)
	@xcode-select -p >/dev/null 2>&1 || xcode-select --install
	@if [ $@ = deps-test ] && command -v brew >/dev/null; then for p in socat nmap wireshark; do brew list $$p >/dev/null 2>&1 || brew install $$p; done; fi
else
	@where gcc >NUL 2>&1 || (echo Wirevise needs a C compiler: install MSYS2 from msys2.org, then in its shell: pacman -S mingw-w64-x86_64-gcc && exit 1)
endif
