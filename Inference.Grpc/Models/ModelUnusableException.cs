namespace Digits.Inference.Models;

/// <summary>A model version cannot be served; the message says why, as a clause without a full stop.</summary>
internal class ModelUnusableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>What arrived is not the file that the registry describes; another download may bring the right one.</summary>
internal sealed class ModelDamagedException(string message) : ModelUnusableException(message);
