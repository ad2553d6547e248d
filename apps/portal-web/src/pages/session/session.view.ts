import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem, type FormProblem } from '../../view/form-problem.js';
import { withQuery } from '../../view/helpers.js';

interface SignInForm {
  email?: string;
}

/** @param back where to go after it, a path of this portal */
export function signInView(back: string, form: SignInForm, problem?: ApiProblem): FormView<SignInForm> {
  return { title: 'Sign in', back, otherHref: other('/sign-up', back), form, ...formProblem(problem, {}) };
}

interface SignUpForm {
  email?: string;
  name?: string;
}

/** @param back where to go after it, a path of this portal */
export function signUpView(back: string, form: SignUpForm, problem?: ApiProblem): FormView<SignUpForm> {
  return {
    title: 'Sign up',
    back,
    otherHref: other('/sign-in', back),
    form,
    ...formProblem(problem, { displayName: 'name' }),
  };
}

interface FormView<T> extends FormProblem {
  title: string;
  back: string;
  /** The other way in, which leads to the same page after it. */
  otherHref: string;
  form: T;
}

function other(path: string, back: string): string {
  return withQuery(path, { back: back === '/' ? undefined : back });
}
