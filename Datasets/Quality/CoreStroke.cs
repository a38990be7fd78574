namespace Digits.Datasets.Quality;

/// <summary>
/// Finds the largest connected stroke of an image, which is the character unless it falls apart, and takes no frame for one. Not
/// thread-safe: it keeps its buffers.
/// </summary>
internal sealed class CoreStroke(int width, int height)
{
    // Connected means by pixels that are clearly ink.
    private const byte StrokeInk = 50;

    // A frame runs along all four sides of the ink, and there is not much else to it.
    private const double FrameCoverage = 0.8;
    private const double FrameFilling = 0.5;

    private readonly bool[] _seen = new bool[width * height];
    private readonly int[] _stack = new int[width * height];

    /// <summary>The longer side of the stroke, 0 where no pixel is clearly ink; and the ink of a frame, 0 where there is none.</summary>
    public (int Side, int FrameInk) Find(ReadOnlySpan<byte> pixels, Outline outline)
    {
        Array.Clear(_seen);
        var (mostInk, side, frameInk) = (0, 0, 0);
        for (var at = 0; at < pixels.Length; at++)
        {
            if (_seen[at] || pixels[at] < StrokeInk)
            {
                continue;
            }

            var (ink, box) = Follow(pixels, at);
            if (IsFrame(pixels, box, ink, outline))
            {
                frameInk += ink;
            }
            else if (ink > mostInk)
            {
                mostInk = ink;
                side = Math.Max(box.Width, box.Height);
            }
        }

        return (side, frameInk);
    }

    private (int Ink, Outline Box) Follow(ReadOnlySpan<byte> pixels, int start)
    {
        var (ink, left, top, right, bottom) = (0, width, height, -1, -1);
        var depth = 0;
        _stack[depth++] = start;
        _seen[start] = true;
        while (depth > 0)
        {
            var at = _stack[--depth];
            var (y, x) = Math.DivRem(at, width);
            ink += pixels[at];
            left = Math.Min(left, x);
            right = Math.Max(right, x);
            top = Math.Min(top, y);
            bottom = Math.Max(bottom, y);
            for (var ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
            {
                for (var nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
                {
                    var next = (ny * width) + nx;
                    if (!_seen[next] && pixels[next] >= StrokeInk)
                    {
                        _seen[next] = true;
                        _stack[depth++] = next;
                    }
                }
            }
        }

        return (ink, new Outline(left, top, right, bottom));
    }

    private bool IsFrame(ReadOnlySpan<byte> pixels, Outline box, int ink, Outline outline)
    {
        if (box.Width < outline.Width - 2 || box.Height < outline.Height - 2 || ink > FrameFilling * byte.MaxValue * box.Width * box.Height)
        {
            return false;
        }

        var (top, bottom, left, right) = (0, 0, 0, 0);
        for (var x = box.Left; x <= box.Right; x++)
        {
            top += pixels[(box.Top * width) + x] >= StrokeInk ? 1 : 0;
            bottom += pixels[(box.Bottom * width) + x] >= StrokeInk ? 1 : 0;
        }

        for (var y = box.Top; y <= box.Bottom; y++)
        {
            left += pixels[(y * width) + box.Left] >= StrokeInk ? 1 : 0;
            right += pixels[(y * width) + box.Right] >= StrokeInk ? 1 : 0;
        }

        return Math.Min(top, bottom) >= FrameCoverage * box.Width && Math.Min(left, right) >= FrameCoverage * box.Height;
    }
}
