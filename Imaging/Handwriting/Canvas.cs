namespace Digits.Imaging.Handwriting;

/// <summary>A sheet of paper, [height, width], on which strokes leave anti-aliased ink, and the scanner that reads it.</summary>
internal sealed class Canvas
{
    private readonly float[] _ink = new float[MaxSide * MaxSide];
    private readonly float[] _blurred = new float[MaxSide * MaxSide];

    /// <summary>The largest side, in pixels.</summary>
    public const int MaxSide = 64;

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Begins a new sheet of paper.</summary>
    public void Clear(int width, int height)
    {
        (Width, Height) = (width, height);
        _ink.AsSpan(0, width * height).Clear();
    }

    /// <summary>Draws a line with round ends whose width and darkness change evenly from one point to the other.</summary>
    public void DrawLine(in PenPoint from, in PenPoint to)
    {
        var (fromX, fromY) = ((float)from.X, (float)from.Y);
        var (alongX, alongY) = ((float)to.X - fromX, (float)to.Y - fromY);
        var perLength = 1 / MathF.Max((alongX * alongX) + (alongY * alongY), 1e-12f);
        var (radius, wider) = ((float)from.Radius, (float)(to.Radius - from.Radius));
        var (ink, darker) = ((float)from.Ink, (float)(to.Ink - from.Ink));
        var reach = Math.Max(from.Radius, to.Radius) + 1;
        var (left, right) = Range(Math.Min(from.X, to.X) - reach, Math.Max(from.X, to.X) + reach, Width);
        var (top, bottom) = Range(Math.Min(from.Y, to.Y) - reach, Math.Max(from.Y, to.Y) + reach, Height);
        for (var row = top; row < bottom; row++)
        {
            var y = row + 0.5f - fromY;
            var pixels = _ink.AsSpan(row * Width, Width);
            for (var column = left; column < right; column++)
            {
                var x = column + 0.5f - fromX;
                var part = Math.Clamp(((x * alongX) + (y * alongY)) * perLength, 0, 1);
                var (awayX, awayY) = (x - (part * alongX), y - (part * alongY));
                var outside = MathF.Sqrt((awayX * awayX) + (awayY * awayY)) - (radius + (part * wider));
                var covered = Math.Clamp(0.5f - outside, 0, 1) * (ink + (part * darker));
                pixels[column] = MathF.Max(pixels[column], covered);
            }
        }
    }

    /// <summary>Blurs the image by one or two pixels, like the lens of a scanner.</summary>
    /// <param name="deviation">The standard deviation of the blur in pixels, at most 0.8.</param>
    public void Blur(double deviation)
    {
        var side = (float)(deviation * deviation / 2);
        var middle = 1 - (2 * side);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                _blurred[(y * Width) + x] = (middle * At(_ink, x, y)) + (side * (At(_ink, x - 1, y) + At(_ink, x + 1, y)));
            }
        }

        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                _ink[(y * Width) + x] = (middle * At(_blurred, x, y)) + (side * (At(_blurred, x, y - 1) + At(_blurred, x, y + 1)));
            }
        }
    }

    /// <summary>Reads the paper as bytes: 0 = paper, 255 = full ink.</summary>
    /// <param name="threshold">The share of the darkest ink that is read as half dark, between 0 and 1.</param>
    /// <param name="contrast">The slope of the tone curve there; at least 0.5 / threshold, so that paper stays white.</param>
    public byte[] Read(double threshold, double contrast)
    {
        var pixels = new byte[Width * Height];
        var peak = 0f;
        foreach (var ink in _ink.AsSpan(0, pixels.Length))
        {
            peak = MathF.Max(peak, ink);
        }

        var (slope, start) = ((float)(contrast / Math.Max(peak, 1e-6)), (float)(0.5 - (contrast * threshold)));
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)MathF.Round(255 * Math.Clamp((slope * _ink[i]) + start, 0, 1));
        }

        return pixels;
    }

    private static (int Start, int End) Range(double low, double high, int side) =>
        ((int)Math.Clamp(Math.Floor(low), 0, side), (int)Math.Clamp(Math.Ceiling(high), 0, side));

    private float At(float[] values, int x, int y) =>
        (uint)x < (uint)Width && (uint)y < (uint)Height ? values[(y * Width) + x] : 0;
}
