using Digits.Processing.V1;

namespace Digits.Processing.Versions;

/// <summary>A sample that differs between two versions.</summary>
/// <param name="Kind">How.</param>
/// <param name="Old">The sample in the earlier version; default when it was added.</param>
/// <param name="New">The sample in the later version; default when it was removed.</param>
internal readonly record struct VersionDifference(DifferenceKind Kind, VersionSample Old, VersionSample New);
