namespace Digits.Inference.Models;

/// <summary>A model version cannot be served; the message says why.</summary>
internal sealed class ModelUnusableException(string message, Exception? innerException = null) : Exception(message, innerException);
