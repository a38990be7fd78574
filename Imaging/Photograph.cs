namespace Digits.Imaging;

/// <summary>
/// Reads the ink of a photograph or scan, whose paper is not one colour: light falls unevenly, shadows have edges, the desk shows at the
/// rim, the paper is ruled or squared.
/// </summary>
/// <remarks>
/// The background is estimated by a morphological closing with a window wider than a stroke, so it follows slopes and edges of light; ink
/// is the part of that light that a pixel does not reflect, which is the same in shadow and in the sun. Otsu's threshold tells ink from
/// what remains of lines and noise; of the connected components those that a hand wrote are kept: not the ones that come in from the
/// picture's border (desk, edges of light), nor specks.
/// </remarks>
internal static class Photograph
{
    // Strokes of smaller pictures are too thin for their background to be told from them.
    private const int LeastSide = 64;

    // The border of drawn paper deviates from its colour by no more than this in the median.
    private const int MaxEvenDeviation = 1;

    // How far a colour of the border must be from the paper's not to be paper.
    private const int OtherColor = 24;

    // More of the border than this that is not paper is another light or another surface, not strokes that leave the picture.
    private const double MaxOtherPart = 0.12;

    // Strokes that leave the picture cross its border this often at most; lines of ruled paper cross it at both of their ends.
    private const int MaxCrossings = 3;

    // More of a picture than this that is neither paper nor full ink is paper in another light, not the soft edges of strokes.
    private const double MaxBetweenPart = 0.25;

    // A photograph is reduced until its longer side is no longer than this: handwriting has strokes of many pixels there still.
    private const int WorkSide = 400;

    // Windows of the background are this part of the shorter side, so wider than any stroke.
    private const double WindowPart = 0.25;

    // Background darker than this would turn noise into ink.
    private const int LeastLight = 40;

    // A digit is at least this part of the shorter side; specks are smaller.
    private const double LeastPart = 0.08;

    // Desk, its edge and its shadow are of different darkness.
    private const int MaxPasses = 4;

    // Faint pixels on more of the picture than this are noise of a packed photograph, not the soft edges of strokes.
    private const double MaxFaintPart = 0.03;

    // Pens reach more than this; beside a pencil's weaker ink noise counts.
    private const int WeakInk = 144;

    // What differs from the paper by no more is paper.
    private const byte EvenPaper = 8;

    // Ink below this, out of 255, is paper that is not quite even.
    private const int LeastInk = 20;

    /// <summary>Whether the border of an opaque picture shows that its paper is not one colour.</summary>
    public static bool IsLikely(Picture picture)
    {
        if (Math.Min(picture.Width, picture.Height) < LeastSide || IsOfOneColor(picture) || Ring(picture) is not { } ring)
        {
            return false;
        }

        var paper = new PixelColor(Median(color => color.Red), Median(color => color.Green), Median(color => color.Blue), byte.MaxValue);
        var (deviations, other, crossings, outside) = (new Histogram(), 0, 0, false);
        foreach (var color in ring)
        {
            var distance = color.DistanceTo(paper);
            deviations.Add(distance);
            crossings += distance > OtherColor && !outside ? 1 : 0;
            outside = distance > OtherColor;
            other += outside ? 1 : 0;
        }

        return deviations.Median > MaxEvenDeviation || other > MaxOtherPart * ring.Length || crossings > MaxCrossings;

        byte Median(Func<PixelColor, byte> channel)
        {
            var values = new Histogram();
            foreach (var color in ring)
            {
                values.Add(channel(color));
            }

            return values.Median;
        }
    }

    /// <summary>Whether ink is as weak as a pencil's beside noise, or much of what was taken for ink is neither paper nor full ink.</summary>
    public static bool IsLikely(GrayImage ink)
    {
        if (Math.Min(ink.Width, ink.Height) < LeastSide)
        {
            return false;
        }

        var peak = Bytes.Max(ink.Pixels);
        return (peak is > LeastInk and < WeakInk && Bytes.CountInRange(ink.Pixels, 1, (byte)(peak / 8)) > MaxFaintPart * ink.Pixels.Length)
            || (peak > 2 * EvenPaper && Bytes.CountInRange(ink.Pixels, EvenPaper, (byte)(peak / 2)) > MaxBetweenPart * ink.Pixels.Length);
    }

    /// <summary>The ink of a photograph.</summary>
    /// <returns>An ink image, reduced to 400 pixels on its longer side; null where no ink stands out from the paper.</returns>
    public static GrayImage? Read(Picture picture)
    {
        var factor = (Math.Max(picture.Width, picture.Height) + WorkSide - 1) / WorkSide;
        var (width, height) = (picture.Width / factor, picture.Height / factor);
        var planes = Planes(picture, factor, width, height);
        if (HasLightInk(planes, width))
        {
            foreach (var plane in planes)
            {
                foreach (ref var value in plane.AsSpan())
                {
                    value = (byte)~value;
                }
            }
        }

        var ink = Absorbed(planes, width, (int)(WindowPart * Math.Min(width, height) / 2));
        SubtractNoise(ink);
        return Keep(ink, width) ? new GrayImage(width, height, ink) : null;
    }

    // Whether all of the outermost pixels are equal, as in most drawings.
    private static bool IsOfOneColor(Picture picture)
    {
        var channels = picture.Channels;
        var first = picture.Row(0);
        var color = first[..channels];
        for (var y = 1; y < picture.Height - 1; y++)
        {
            var row = picture.Row(y);
            if (!row[..channels].SequenceEqual(color) || !row[^channels..].SequenceEqual(color))
            {
                return false;
            }
        }

        // A row is of one colour where it equals itself moved by a pixel.
        return first[channels..].SequenceEqual(first[..^channels]) && picture.Row(picture.Height - 1).SequenceEqual(first);
    }

    // The outermost pixels, clockwise; null where some of them are transparent.
    private static PixelColor[]? Ring(Picture picture)
    {
        var (right, bottom) = (picture.Width - 1, picture.Height - 1);
        var ring = new PixelColor[2 * (right + bottom)];
        for (var at = 0; at < right; at++)
        {
            ring[at] = Color(at, 0);
            ring[right + bottom + at] = Color(right - at, bottom);
        }

        for (var at = 0; at < bottom; at++)
        {
            ring[right + at] = Color(right, at);
            ring[right + bottom + right + at] = Color(0, bottom - at);
        }

        return Array.TrueForAll(ring, color => color.Alpha == byte.MaxValue) ? ring : null;

        PixelColor Color(int x, int y)
        {
            var at = picture.Row(y)[(x * picture.Channels)..];
            return picture.Channels == Picture.Gray ? new(at[0], at[0], at[0], byte.MaxValue) : new(at[0], at[1], at[2], at[3]);
        }
    }

    // The mean of squares of pixels, for each channel by itself.
    private static byte[][] Planes(Picture picture, int factor, int width, int height)
    {
        var channels = picture.Channels == Picture.Gray ? 1 : 3;
        var planes = Enumerable.Range(0, channels).Select(_ => new byte[width * height]).ToArray();
        var sums = new int[width * channels];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sums);
            for (var row = 0; row < factor; row++)
            {
                var pixels = picture.Row((y * factor) + row);
                for (var x = 0; x < width * factor; x++)
                {
                    for (var channel = 0; channel < channels; channel++)
                    {
                        sums[(x / factor * channels) + channel] += pixels[(x * picture.Channels) + channel];
                    }
                }
            }

            for (var at = 0; at < sums.Length; at++)
            {
                planes[at % channels][(y * width) + (at / channels)] = (byte)(sums[at] / (factor * factor));
            }
        }

        return [.. planes.Select(plane => Smooth(plane, width))];
    }

    // The mean of three by three pixels: noise would raise the background, which is made of the lightest pixels.
    private static byte[] Smooth(byte[] plane, int width)
    {
        var height = plane.Length / width;
        var smooth = new byte[plane.Length];
        for (var y = 0; y < height; y++)
        {
            var above = Row(y - 1);
            var row = Row(y);
            var below = Row(y + 1);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = (Math.Max(0, x - 1), Math.Min(width - 1, x + 1));
                var sum = above[left] + above[x] + above[right] + row[left] + row[x] + row[right] + below[left] + below[x] + below[right];
                smooth[(y * width) + x] = (byte)((sum + 4) / 9);
            }
        }

        return smooth;

        ReadOnlySpan<byte> Row(int y) => plane.AsSpan(Math.Clamp(y, 0, height - 1) * width, width);
    }

    // Paper is most of the picture and ink is far from it, so the third moment about the local mean has the sign of the ink.
    private static bool HasLightInk(byte[][] planes, int width)
    {
        var (height, radius) = (planes[0].Length / width, width / 6);
        var sums = new long[(width + 1) * (height + 1)];
        for (var y = 0; y < height; y++)
        {
            var row = 0L;
            for (var x = 0; x < width; x++)
            {
                row += Light(planes, (y * width) + x);
                sums[((y + 1) * (width + 1)) + x + 1] = sums[(y * (width + 1)) + x + 1] + row;
            }
        }

        var moment = 0.0;
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = (Math.Max(0, y - radius), Math.Min(height, y + radius + 1));
            for (var x = 0; x < width; x++)
            {
                var (left, right) = (Math.Max(0, x - radius), Math.Min(width, x + radius + 1));
                var sum = At(bottom, right) - At(bottom, left) - At(top, right) + At(top, left);
                var difference = Light(planes, (y * width) + x) - ((double)sum / ((bottom - top) * (right - left)));
                moment += difference * difference * difference;
            }
        }

        return moment > 0;

        long At(int y, int x) => sums[(y * (width + 1)) + x];
    }

    private static int Light(byte[][] planes, int at)
    {
        var sum = 0;
        foreach (var plane in planes)
        {
            sum += plane[at];
        }

        return sum / planes.Length;
    }

    // The part of the light, out of 255, that a pixel does not reflect, in the channel where that is most.
    private static byte[] Absorbed(byte[][] planes, int width, int radius)
    {
        var ink = new byte[planes[0].Length];
        foreach (var plane in planes)
        {
            var background = Background.Close(plane, width, radius);
            for (var at = 0; at < ink.Length; at++)
            {
                var absorbed = 255 * (background[at] - plane[at]) / Math.Max(LeastLight, (int)background[at]);
                ink[at] = Math.Max(ink[at], (byte)absorbed);
            }
        }

        return ink;
    }

    private static void SubtractNoise(byte[] ink)
    {
        var values = new Histogram();
        foreach (var value in ink)
        {
            values.Add(value);
        }

        var median = values.Median;
        Bytes.Distance(ink, 0, (byte)Math.Min(255, median + (2 * values.MedianDistance(median))), ink);
    }

    // Leaves what a hand wrote. The desk and edges of light come in from the picture's border and are mostly darker than ink, so they are
    // taken away first; only where nothing is left after that is what touches the border the ink itself.
    private static bool Keep(byte[] ink, int width)
    {
        var (rest, height) = (ink.ToArray(), ink.Length / width);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var threshold = Otsu(rest);
            var (components, indices) = InkComponent.Find(rest, width, threshold);
            var outside = components.Select(component => Touches(component, height, width)).ToArray();
            var main = components.Where((_, index) => !outside[index]).MaxBy(component => component.Ink);
            if (main is not null && IsLarge(main) && components.Where((_, index) => outside[index]).All(component => component.Ink < main.Ink))
            {
                Keep(ink, rest, width, threshold, main, components, indices);
                return true;
            }

            ForEachNear(indices, outside, width, at => rest[at] = 0);
        }

        return KeepLargest(ink, width);

        bool IsLarge(InkComponent component) =>
            Math.Max(component.Width, component.Height) >= LeastPart * Math.Min(width, height);
    }
    // Keeps the largest component and those near it, from half the threshold up, so that strokes keep their soft edges.
    private static void Keep(byte[] ink, byte[] rest, int width, int threshold, InkComponent main, List<InkComponent> components, int[] indices)
    {
        var reach = Math.Max(main.Width, main.Height) / 2;
        var kept = components.Select(component => component == main
            || (component.Ink >= main.Ink / 16 && component.DistanceTo(main) <= reach && !Touches(component, ink.Length / width, width))).ToArray();
        var (low, high) = (threshold / 2, Peak(rest, indices, kept));
        Array.Clear(ink);
        ForEachNear(indices, kept, width, at => ink[at] = (byte)Math.Clamp((rest[at] - low) * 255 / Math.Max(1, high - low), 0, 255));
    }

    private static bool KeepLargest(byte[] ink, int width)
    {
        var threshold = Otsu(ink);
        var (components, indices) = InkComponent.Find(ink, width, threshold);
        if (components.MaxBy(component => component.Ink) is not { } main)
        {
            return false;
        }

        Keep(ink, ink.ToArray(), width, threshold, main, components, indices);
        return true;
    }

    private static bool Touches(InkComponent component, int height, int width) =>
        component.Left == 0 || component.Top == 0 || component.Right == width - 1 || component.Bottom == height - 1;

    // Visits the pixels of some components and those beside them.
    private static void ForEachNear(int[] indices, bool[] chosen, int width, Action<int> visit)
    {
        for (var at = 0; at < indices.Length; at++)
        {
            if (indices[at] < 0 || !chosen[indices[at]])
            {
                continue;
            }

            for (var near = 0; near < 9; near++)
            {
                var other = at + (((near / 3) - 1) * width) + (near % 3) - 1;
                if (other >= 0 && other < indices.Length)
                {
                    visit(other);
                }
            }
        }
    }

    // The median of the ink that is kept.
    private static int Peak(byte[] ink, int[] indices, bool[] kept)
    {
        var values = new Histogram();
        for (var at = 0; at < ink.Length; at++)
        {
            if (indices[at] >= 0 && kept[indices[at]])
            {
                values.Add(ink[at]);
            }
        }

        return values.Median;
    }

    // The threshold that leaves the two sides of it with the least variance.
    private static int Otsu(byte[] ink)
    {
        var counts = new long[256];
        foreach (var value in ink)
        {
            counts[value]++;
        }

        counts.AsSpan(0, LeastInk).Clear();
        var (all, sumOfAll) = (counts.Sum(), counts.Select((count, value) => count * value).Sum());
        var (below, sumBelow, best, threshold) = (0L, 0L, 0.0, LeastInk);
        for (var value = LeastInk; value < 255; value++)
        {
            below += counts[value];
            sumBelow += counts[value] * value;
            if (below == 0 || below == all)
            {
                continue;
            }

            var difference = ((double)sumBelow / below) - ((double)(sumOfAll - sumBelow) / (all - below));
            var between = (double)below * (all - below) * difference * difference;
            if (between > best)
            {
                (best, threshold) = (between, value);
            }
        }

        return threshold;
    }
}
