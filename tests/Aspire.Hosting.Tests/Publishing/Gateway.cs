namespace Digits.Hosting.Tests.Publishing;

public sealed class Gateway : SiblingProject;
