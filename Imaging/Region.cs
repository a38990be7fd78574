namespace Digits.Imaging;

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct Region(int X, int Y, int Width, int Height)
{
    /// <summary>The pixels of the outermost ring, each once: the top row, the bottom row, then the sides between them.</summary>
    public Ring Border() => new(this);

    /// <summary>Enumerates the outermost ring without allocating.</summary>
    public ref struct Ring(Region region)
    {
        private readonly int _rows = Math.Min(2, region.Height);
        private readonly int _sides = Math.Min(2, region.Width);
        private readonly int _count =
            (Math.Min(2, region.Height) * region.Width) + (Math.Min(2, region.Width) * Math.Max(0, region.Height - 2));
        private int _at = -1;

        public readonly (int X, int Y) Current
        {
            get
            {
                if (_at < region.Width)
                {
                    return (region.X + _at, region.Y);
                }

                var last = _at - region.Width;
                if (last < region.Width && _rows == 2)
                {
                    return (region.X + last, region.Y + region.Height - 1);
                }

                var between = last - region.Width;
                return _sides == 1
                    ? (region.X, region.Y + 1 + between)
                    : ((between & 1) == 0 ? region.X : region.X + region.Width - 1, region.Y + 1 + (between >> 1));
            }
        }

        public readonly Ring GetEnumerator() => this;

        public bool MoveNext() => ++_at < _count;
    }
}
