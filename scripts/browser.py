"""A headless Chromium for the scripts that look at the report."""
import shutil
import sys


def start(width=1280, height=900, dark=False):
    """A driver; ends the program with what to install where something is missing."""
    try:
        from selenium import webdriver
    except ImportError:
        sys.exit("selenium is missing; install it: pip install selenium")
    chromium, driver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not (chromium and driver):
        sys.exit("Chromium or its driver is missing; install both: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}"]
    if dark:
        flags.append("--blink-settings=preferredColorScheme=0")
    for flag in flags:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
