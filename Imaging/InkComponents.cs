namespace Digits.Imaging;

/// <summary>A group of ink pixels of which each touches another by a side or a corner.</summary>
internal sealed class InkComponent
{
    /// <summary>Pixels.</summary>
    public int Count { get; set; }

    /// <summary>The sum of the pixels' values.</summary>
    public long Ink { get; set; }

    public int Left { get; set; } = int.MaxValue;

    public int Top { get; set; } = int.MaxValue;

    public int Right { get; set; } = -1;

    public int Bottom { get; set; } = -1;

    public int Width => Right - Left + 1;

    public int Height => Bottom - Top + 1;

    /// <summary>How far apart the boxes of two components are, in pixels; 0 where they overlap.</summary>
    public int DistanceTo(InkComponent other) => Math.Max(
        Math.Max(0, Math.Max(other.Left - Right, Left - other.Right)), Math.Max(0, Math.Max(other.Top - Bottom, Top - other.Bottom)));

    /// <summary>Labels the components of an image.</summary>
    /// <param name="values">[height, width] values.</param>
    /// <param name="width">Columns.</param>
    /// <param name="threshold">Pixels above it are ink.</param>
    /// <returns>The components, and [height, width] their indices, -1 where there is no ink.</returns>
    public static (List<InkComponent> Components, int[] Indices) Find(ReadOnlySpan<byte> values, int width, int threshold)
    {
        var (components, indices) = (new List<InkComponent>(), new int[values.Length]);
        var (height, open) = (values.Length / width, new Stack<int>());
        indices.AsSpan().Fill(-1);
        for (var start = 0; start < values.Length; start++)
        {
            if (values[start] <= threshold || indices[start] >= 0)
            {
                continue;
            }

            var component = new InkComponent();
            Enter(start, values, components.Count);
            while (open.TryPop(out var at))
            {
                var (y, x) = Math.DivRem(at, width);
                component.Take(x, y, values[at]);
                for (var near = 0; near < 9; near++)
                {
                    var (nearX, nearY) = (x + (near % 3) - 1, y + (near / 3) - 1);
                    if (nearX >= 0 && nearX < width && nearY >= 0 && nearY < height)
                    {
                        Enter((nearY * width) + nearX, values, components.Count);
                    }
                }
            }

            components.Add(component);
        }

        return (components, indices);

        void Enter(int at, ReadOnlySpan<byte> values, int index)
        {
            if (values[at] > threshold && indices[at] < 0)
            {
                indices[at] = index;
                open.Push(at);
            }
        }
    }

    private void Take(int x, int y, byte value)
    {
        (Count, Ink) = (Count + 1, Ink + value);
        (Left, Right) = (Math.Min(Left, x), Math.Max(Right, x));
        (Top, Bottom) = (Math.Min(Top, y), Math.Max(Bottom, y));
    }
}
