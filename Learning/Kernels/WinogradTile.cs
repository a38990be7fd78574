namespace Digits.Learning.Kernels;

/// <summary>The sizes of F(4x4, 3x3).</summary>
internal static class WinogradTile
{
    /// <summary>Outputs along one side of a tile.</summary>
    public const int Side = 4;

    /// <summary>Inputs along one side of the window that a tile sees.</summary>
    public const int Window = 6;

    /// <summary>Values per tile and channel once transformed.</summary>
    public const int Values = Window * Window;
}
