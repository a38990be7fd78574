using Digits.Learning.Data;

namespace Digits.Processing.Import;

/// <summary>An image file with its label file; both stand at their first item.</summary>
internal sealed record IdxPair(IdxReader Images, IdxReader Labels);
