// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace qscope::io {

struct Rgb {
    uint8_t r = 0;
    uint8_t g = 0;
    uint8_t b = 0;
};

/// "#rrggbb"
std::string hexColour(Rgb colour);

/// Sequential palette of 254 steps from dark blue to yellow (after cividis: even in lightness, the same for
/// people with colour blindness). **Range** `share` in [0, 1].
Rgb sequentialColour(double share);

/// An image of palette indices. Index 0 is transparent, 1 to 254 are the sequential palette.
class IndexedImage {
public:
    IndexedImage(int width, int height);

    void fill(int x, int y, int width, int height, uint8_t index);
    static uint8_t indexOf(double share); ///< of the sequential palette
    /// "data:image/png;base64,..."
    std::string dataUri() const;

private:
    std::string png() const;

    int m_width;
    int m_height;
    std::vector<uint8_t> m_pixels;
};

} // namespace qscope::io
