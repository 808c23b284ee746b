// Draws the Mandelbrot set in letters: ./freehold run examples/mandelbrot.cpp
#include <complex>
#include <iostream>
#include <string>

int main() {
    const std::string shades = " .:-=+*#%@";
    for (int row = 0; row < 24; row++) {
        std::string line;
        for (int column = 0; column < 72; column++) {
            const std::complex<double> c(column / 24.0 - 2.2, row / 10.0 - 1.15);
            std::complex<double> z;
            int steps = 0;
            while (std::norm(z) < 4 && steps < 90) {
                z = z * z + c;
                steps++;
            }
            line += shades[steps * (shades.size() - 1) / 90];
        }
        std::cout << line << '\n';
    }
}
