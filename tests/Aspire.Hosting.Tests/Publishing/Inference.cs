namespace Digits.Hosting.Tests.Publishing;

public sealed class Inference : SiblingProject;
