namespace Digits.Imaging.Handwriting;

/// <summary>A place of the pen's dense track.</summary>
internal struct PenPoint
{
    public double X { get; set; }

    public double Y { get; set; }

    /// <summary>How far along its stroke, 0 to 1.</summary>
    public double Position { get; set; }

    /// <summary>Half of the line's width here.</summary>
    public double Radius { get; set; }

    /// <summary>How dark the line is here, 0 to 1; without ink the pen skips.</summary>
    public double Ink { get; set; }

    /// <summary>Whether the pen is lifted after this point.</summary>
    public bool IsLast { get; set; }
}
