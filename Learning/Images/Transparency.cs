namespace Digits.Learning.Images;

/// <summary>Tells what a picture's transparent parts mean.</summary>
internal static class Transparency
{
    private const byte Opaque = 128;

    // A sheet of paper fills its own bounding box but for rounded corners and a soft edge; strokes hardly ever do.
    private const double SheetCover = 0.95;

    /// <summary>Whether at least half of the outermost ring is opaque, so that the picture brings its own paper.</summary>
    public static bool HasOpaqueBorder(RgbaImage picture)
    {
        var (opaque, all) = (0, 0);
        foreach (var (x, y) in new Region(0, 0, picture.Width, picture.Height).Border())
        {
            all++;
            opaque += picture.Row(y)[(4 * x) + 3] >= Opaque ? 1 : 0;
        }

        return 2 * opaque >= all;
    }

    /// <summary>The usual colour of the opaque pixels on the outermost ring of a region: holes in it show its paper.</summary>
    public static PlainColor OpaqueBorderColor(RgbaImage picture, Region region)
    {
        var (red, green, blue) = (new Histogram(), new Histogram(), new Histogram());
        foreach (var (x, y) in region.Border())
        {
            var pixel = picture.Row(y).Slice(4 * x, 4);
            if (pixel[3] >= Opaque)
            {
                red.Add(pixel[0]);
                green.Add(pixel[1]);
                blue.Add(pixel[2]);
            }
        }

        return new PlainColor(red.Median, green.Median, blue.Median);
    }

    /// <summary>An opaque sheet with a transparent margin, such as a screenshot with its shadow; null if there is none.</summary>
    public static Region? FindOpaqueSheet(RgbaImage picture)
    {
        var (left, top, right, bottom, count) = (picture.Width, picture.Height, -1, -1, 0L);
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < picture.Width; x++)
            {
                if (row[(4 * x) + 3] >= Opaque)
                {
                    left = Math.Min(left, x);
                    right = Math.Max(right, x);
                    top = Math.Min(top, y);
                    bottom = y;
                    count++;
                }
            }
        }

        var sheet = new Region(left, top, right - left + 1, bottom - top + 1);
        return count > 0 && count >= SheetCover * sheet.Width * sheet.Height ? sheet : null;
    }
}
