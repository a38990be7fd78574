using Digits.Processing.V1;

namespace Digits.Processing.Versions;

/// <summary>A sample as a version has it.</summary>
/// <param name="Number">Names the sample, and its image, within the data set.</param>
/// <param name="Part">The part that it is in.</param>
/// <param name="Class">Its class, an index into the version's labels.</param>
internal readonly record struct VersionSample(int Number, Part Part, ushort Class);
