import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem, type FormProblem } from '../../view/form-problem.js';

interface SignInForm {
  email?: string;
}

/** @param back where to go after it, a path of this portal */
export function signInView(back: string, form: SignInForm, problem?: ApiProblem): FormView<SignInForm> {
  return { title: 'Sign in', back, form, ...formProblem(problem, {}) };
}

interface SignUpForm {
  email?: string;
  name?: string;
}

/** @param back where to go after it, a path of this portal */
export function signUpView(back: string, form: SignUpForm, problem?: ApiProblem): FormView<SignUpForm> {
  return { title: 'Sign up', back, form, ...formProblem(problem, { displayName: 'name' }) };
}

interface FormView<T> extends FormProblem {
  title: string;
  back: string;
  form: T;
}
