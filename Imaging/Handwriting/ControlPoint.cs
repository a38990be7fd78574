namespace Digits.Imaging.Handwriting;

/// <summary>A point that a pen passes: <paramref name="X"/> to the right, <paramref name="Y"/> down, the digit being 1 high.</summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
/// <param name="IsCorner">Whether the pen may turn sharply here; else it passes smoothly.</param>
/// <param name="IsLast">Whether the pen is lifted here.</param>
internal readonly record struct ControlPoint(double X, double Y, bool IsCorner = false, bool IsLast = false);
