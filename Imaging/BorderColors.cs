using System.Runtime.InteropServices;

namespace Digits.Imaging;

/// <summary>The colours on the outermost ring of a region, where a picture mostly shows its paper, run-length encoded.</summary>
internal sealed class BorderColors
{
    private readonly List<(PixelColor Color, int Count)> _runs = [];

    /// <summary>Reads the ring once.</summary>
    /// <param name="picture">A picture with red, green, blue and alpha.</param>
    /// <param name="region">The region whose outermost ring is read.</param>
    public BorderColors(Picture picture, Region region)
    {
        Region = region;
        var pixels = MemoryMarshal.Cast<byte, PixelColor>(picture.Pixels);
        var (color, count) = (pixels[(region.Y * picture.Width) + region.X], 0);
        foreach (var (x, y) in region.Border())
        {
            var next = pixels[(y * picture.Width) + x];
            if (next != color)
            {
                _runs.Add((color, count));
                (color, count) = (next, 0);
            }

            count++;
        }

        _runs.Add((color, count));
    }

    /// <summary>The region.</summary>
    public Region Region { get; }

    /// <summary>Whether at least half of the ring is opaque, so that the region has paper of its own.</summary>
    public bool IsOpaque
    {
        get
        {
            var (opaque, all) = (0, 0);
            foreach (var (color, count) in _runs)
            {
                all += count;
                opaque += color.IsOpaque ? count : 0;
            }

            return 2 * opaque >= all;
        }
    }

    /// <summary>The median colour of the opaque pixels, channel by channel. Transparent holes in the picture count as this colour.</summary>
    public PixelColor OpaqueMedian() => Median(color => color, color => color.IsOpaque);

    /// <summary>The median colour, channel by channel, with <paramref name="backdrop"/> under the transparent pixels.</summary>
    public PixelColor MedianOver(PixelColor backdrop) => Median(color => color.Over(backdrop), _ => true);

    /// <summary>The median of a measure of all pixels.</summary>
    public byte Median(Func<PixelColor, byte> measure)
    {
        var values = new Histogram();
        foreach (var (color, count) in _runs)
        {
            values.Add(measure(color), count);
        }

        return values.Median;
    }

    private PixelColor Median(Func<PixelColor, PixelColor> map, Func<PixelColor, bool> counts)
    {
        var (red, green, blue) = (new Histogram(), new Histogram(), new Histogram());
        foreach (var (stored, count) in _runs)
        {
            if (counts(stored))
            {
                var color = map(stored);
                red.Add(color.Red, count);
                green.Add(color.Green, count);
                blue.Add(color.Blue, count);
            }
        }

        return new PixelColor(red.Median, green.Median, blue.Median, byte.MaxValue);
    }
}
